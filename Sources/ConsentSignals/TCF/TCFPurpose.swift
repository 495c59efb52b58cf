package import GovernanceModel

/// A purpose of the TCF (policies of TCF 2.3, appendix A) and the data uses that it stands for.
package struct TCFPurpose: Hashable, Sendable {
  package let id: Int
  package let name: String
  /// Data uses of the fideslang taxonomy, as its own mapping of the Global Vendor List gives them.
  package let uses: [DataUse]

  /// 1 to 11, in order.
  package static let all: [TCFPurpose] = [
    TCFPurpose(1, "Store and/or access information on a device", ["functional.storage"]),
    TCFPurpose(
      2, "Use limited data to select advertising",
      [
        "marketing.advertising.first_party.contextual", "marketing.advertising.frequency_capping",
        "marketing.advertising.negative_targeting",
      ]),
    TCFPurpose(3, "Create profiles for personalised advertising", ["marketing.advertising.profiling"]),
    TCFPurpose(
      4, "Use profiles to select personalised advertising",
      ["marketing.advertising.first_party.targeted", "marketing.advertising.third_party.targeted"]),
    TCFPurpose(5, "Create profiles to personalise content", ["personalize.content.profiling"]),
    TCFPurpose(6, "Use profiles to select personalised content", ["personalize.content.profiled"]),
    TCFPurpose(7, "Measure advertising performance", ["analytics.reporting.ad_performance"]),
    TCFPurpose(8, "Measure content performance", ["analytics.reporting.content_performance"]),
    TCFPurpose(
      9, "Understand audiences through statistics or combinations of data from different sources",
      ["analytics.reporting.campaign_insights"]),
    TCFPurpose(10, "Develop and improve services", ["functional.service.improve"]),
    TCFPurpose(11, "Use limited data to select content", ["personalize.content.limited"]),
  ]

  package static let specialFeatures = [
    1: "Use precise geolocation data", 2: "Actively scan device characteristics for identification",
  ]

  private init(_ id: Int, _ name: String, _ uses: [String]) {
    (self.id, self.name, self.uses) = (id, name, uses.map { DataUse($0) })
  }
}

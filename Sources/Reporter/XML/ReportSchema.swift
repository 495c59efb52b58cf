/// The schema of the report XML, a copy of `schemas/proviso-report.xsd` made by `scripts/embed-report-schema`.
///
/// It is part of the program, since an installed binary has no `schemas` folder.
package enum ReportSchema {
  package static let text = ##"""
    <?xml version="1.0" encoding="UTF-8"?>
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:proviso:report:1" xmlns:p="urn:proviso:report:1"
      targetNamespace="urn:proviso:report:1" elementFormDefault="qualified" attributeFormDefault="unqualified"
      version="1.0">
      <xs:annotation>
        <xs:documentation xml:lang="en">
          The report of a Proviso run: what was looked at, what was found, and what could not be told. Text that matters is
          in attributes or in elements without children, never beside children; white space between elements means nothing.
          An enveloped XML signature goes last (Reference URI "" or "#" and the report's id).
        </xs:documentation>
      </xs:annotation>
      <xs:element name="report" type="Report">
        <xs:key name="findingId">
          <xs:selector xpath="p:findings/p:finding"/>
          <xs:field xpath="@id"/>
        </xs:key>
        <xs:unique name="findingFingerprint">
          <xs:selector xpath="p:findings/p:finding"/>
          <xs:field xpath="@fingerprint"/>
        </xs:unique>
        <xs:unique name="storeId">
          <xs:selector xpath="p:scope/p:store"/>
          <xs:field xpath="@id"/>
        </xs:unique>
        <xs:unique name="packId">
          <xs:selector xpath="p:policies/p:pack"/>
          <xs:field xpath="@id"/>
        </xs:unique>
      </xs:element>
      <xs:complexType name="Report">
        <xs:sequence>
          <xs:element name="generator" type="Generator"/>
          <xs:element name="pseudonyms" type="Pseudonyms" minOccurs="0"/>
          <xs:element name="scope" type="Scope"/>
          <xs:element name="policies" type="Policies"/>
          <xs:element name="summary" type="Summary"/>
          <xs:element name="findings" type="Findings"/>
          <xs:any namespace="http://www.w3.org/2000/09/xmldsig#" processContents="lax" minOccurs="0"/>
        </xs:sequence>
        <xs:attribute name="id" type="xs:ID" use="required"/>
        <xs:attribute name="schemaVersion" use="required" fixed="1.0"/>
        <xs:attribute name="kind" type="Kind" use="required"/>
        <xs:attribute name="asOf" type="Instant" use="required"/>
        <xs:attribute name="project" type="xs:string" use="required"/>
        <!-- What the findings were compared with: a revision, a run, a file. -->
        <xs:attribute name="baseline" type="xs:string"/>
      </xs:complexType>
      <xs:complexType name="Generator">
        <xs:attribute name="name" use="required" fixed="proviso"/>
        <xs:attribute name="version" type="xs:string" use="required"/>
      </xs:complexType>
      <!-- Subject keys leave the process only as pseudonyms; the key is named, never given. -->
      <xs:complexType name="Pseudonyms">
        <xs:attribute name="method" use="required" fixed="HMAC-SHA-256"/>
        <xs:attribute name="key" type="NonEmpty" use="required"/>
      </xs:complexType>
      <xs:complexType name="Scope">
        <xs:sequence>
          <xs:element name="store" type="Store" minOccurs="0" maxOccurs="unbounded"/>
          <xs:element name="ruleSet" type="RuleSet" minOccurs="0" maxOccurs="unbounded"/>
          <xs:element name="notExamined" type="NotExamined" minOccurs="0" maxOccurs="unbounded"/>
          <xs:element name="notApplicable" type="NotApplicable" minOccurs="0" maxOccurs="unbounded"/>
          <xs:element name="since" type="Since" minOccurs="0"/>
          <xs:element name="limit" type="Limit" minOccurs="0" maxOccurs="unbounded"/>
        </xs:sequence>
      </xs:complexType>
      <!-- The audit that this one goes on from: of each log, uses judged now, and uses up to its instant, whose findings were
        taken over. A log that is not named was judged whole. -->
      <xs:complexType name="Since">
        <xs:sequence>
          <xs:element name="log" minOccurs="0" maxOccurs="unbounded">
            <xs:complexType>
              <xs:attribute name="collection" type="xs:string" use="required"/>
              <xs:attribute name="judged" type="Count" use="required"/>
              <xs:attribute name="carried" type="Count" use="required"/>
            </xs:complexType>
          </xs:element>
        </xs:sequence>
        <xs:attribute name="run" type="Count" use="required"/>
        <xs:attribute name="asOf" type="Instant" use="required"/>
      </xs:complexType>
      <!-- What limits how exact the findings are, though nothing was left out. -->
      <xs:complexType name="Limit">
        <xs:simpleContent>
          <xs:extension base="xs:string">
            <xs:attribute name="subject" type="xs:string" use="required"/>
          </xs:extension>
        </xs:simpleContent>
      </xs:complexType>
      <xs:complexType name="Store">
        <xs:sequence>
          <xs:element name="collection" type="Collection" minOccurs="0" maxOccurs="unbounded"/>
        </xs:sequence>
        <xs:attribute name="id" type="xs:string" use="required"/>
        <xs:attribute name="engine" type="xs:string" use="required"/>
        <!-- SHA-256 of the data map. -->
        <xs:attribute name="mapDigest" type="SHA256" use="required"/>
      </xs:complexType>
      <!-- rows: read by the scan; examined: judged by at least one control; control: each that was applied. -->
      <xs:complexType name="Collection">
        <xs:sequence>
          <xs:element name="control" type="AppliedControl" minOccurs="0" maxOccurs="unbounded"/>
        </xs:sequence>
        <xs:attribute name="name" type="xs:string" use="required"/>
        <xs:attribute name="rows" type="Count" use="required"/>
        <xs:attribute name="examined" type="Count" use="required"/>
      </xs:complexType>
      <xs:complexType name="AppliedControl">
        <xs:attribute name="id" type="ControlId" use="required"/>
      </xs:complexType>
      <xs:complexType name="RuleSet">
        <xs:sequence>
          <xs:element name="rule" type="Rule" minOccurs="0" maxOccurs="unbounded"/>
        </xs:sequence>
        <xs:attribute name="id" type="xs:string" use="required"/>
        <xs:attribute name="format" type="xs:string" use="required"/>
        <xs:attribute name="path" type="xs:string" use="required"/>
        <xs:attribute name="digest" type="SHA256" use="required"/>
      </xs:complexType>
      <!-- Numbers of obligations of the rule by their verdicts. -->
      <xs:complexType name="Rule">
        <xs:attribute name="id" type="xs:string" use="required"/>
        <xs:attribute name="verdict" type="AnyVerdict" use="required"/>
        <xs:attribute name="proved" type="Count" use="required"/>
        <xs:attribute name="violated" type="Count" use="required"/>
        <xs:attribute name="unverifiable" type="Count" use="required"/>
      </xs:complexType>
      <!-- What was promised or asked for and could not be looked at; the text says what happened. -->
      <xs:complexType name="NotExamined">
        <xs:simpleContent>
          <xs:extension base="xs:string">
            <xs:attribute name="subject" type="xs:string" use="required"/>
            <xs:attribute name="reason" type="Reason" use="required"/>
          </xs:extension>
        </xs:simpleContent>
      </xs:complexType>
      <!-- A control that met nothing in what the maps declare: neither broken nor kept. The text says what is not there. -->
      <xs:complexType name="NotApplicable">
        <xs:simpleContent>
          <xs:extension base="xs:string">
            <xs:attribute name="pack" type="xs:string" use="required"/>
            <xs:attribute name="control" type="ControlId" use="required"/>
          </xs:extension>
        </xs:simpleContent>
      </xs:complexType>
      <xs:complexType name="Policies">
        <xs:sequence>
          <xs:element name="pack" type="Pack" minOccurs="0" maxOccurs="unbounded"/>
        </xs:sequence>
      </xs:complexType>
      <xs:complexType name="Pack">
        <xs:attribute name="id" type="xs:string" use="required"/>
        <xs:attribute name="version" type="xs:string" use="required"/>
        <xs:attribute name="digest" type="SHA256" use="required"/>
        <xs:attribute name="controls" type="Count" use="required"/>
      </xs:complexType>
      <!-- open: findings that count; news: those that the run compared with did not have. One count for each severity. -->
      <xs:complexType name="Summary">
        <xs:sequence>
          <xs:element name="count" type="SeverityCount" minOccurs="5" maxOccurs="5"/>
        </xs:sequence>
        <xs:attribute name="verdict" type="AnyVerdict" use="required"/>
        <xs:attribute name="complete" type="xs:boolean" use="required"/>
        <xs:attribute name="findings" type="Count" use="required"/>
        <xs:attribute name="open" type="Count" use="required"/>
        <xs:attribute name="news" type="Count" use="required"/>
      </xs:complexType>
      <xs:complexType name="SeverityCount">
        <xs:attribute name="severity" type="Severity" use="required"/>
        <xs:attribute name="new" type="Count" use="required"/>
        <xs:attribute name="existing" type="Count" use="required"/>
        <xs:attribute name="worse" type="Count" use="required"/>
        <xs:attribute name="reopened" type="Count" use="required"/>
        <xs:attribute name="fixed" type="Count" use="required"/>
        <xs:attribute name="notExamined" type="Count" use="required"/>
        <xs:attribute name="retired" type="Count" use="required"/>
        <xs:attribute name="waived" type="Count" use="required"/>
        <xs:attribute name="waiverExpired" type="Count" use="required"/>
        <xs:attribute name="waiverStale" type="Count" use="required"/>
        <xs:attribute name="waiverExceeded" type="Count" use="required"/>
      </xs:complexType>
      <!-- Ordered by severity (gravest first), control, asset, locus, reason, each by bytes. -->
      <xs:complexType name="Findings">
        <xs:sequence>
          <xs:element name="finding" type="Finding" minOccurs="0" maxOccurs="unbounded"/>
        </xs:sequence>
      </xs:complexType>
      <!-- Who put a finding aside, why, and through which day (UTC); `fault` says why the waiver does not hold. -->
      <xs:complexType name="Waiver">
        <xs:simpleContent>
          <xs:extension base="xs:string">
            <xs:attribute name="owner" type="xs:string" use="required"/>
            <xs:attribute name="approver" type="xs:string" use="required"/>
            <xs:attribute name="approved" type="xs:date" use="required"/>
            <xs:attribute name="expires" type="xs:date" use="required"/>
            <xs:attribute name="fault" type="xs:string"/>
          </xs:extension>
        </xs:simpleContent>
      </xs:complexType>
      <xs:complexType name="Finding">
        <xs:sequence>
          <xs:element name="title" type="xs:string"/>
          <xs:element name="law" type="Law"/>
          <xs:element name="asset" type="Asset"/>
          <xs:element name="locus" type="Locus" minOccurs="0"/>
          <xs:element name="counts" type="Counts" minOccurs="0"/>
          <xs:element name="previous" type="Counts" minOccurs="0"/>
          <xs:element name="parameter" type="Parameter" minOccurs="0" maxOccurs="unbounded"/>
          <xs:element name="obligation" type="xs:string"/>
          <xs:element name="remedy" type="xs:string"/>
          <xs:element name="evidence" type="Evidence"/>
          <xs:element name="sample" type="Sample" minOccurs="0"/>
          <xs:element name="place" type="Place" minOccurs="0" maxOccurs="unbounded"/>
          <xs:element name="help" type="xs:string" minOccurs="0"/>
          <xs:element name="example" type="xs:string" minOccurs="0"/>
          <xs:element name="waiver" type="Waiver" minOccurs="0"/>
        </xs:sequence>
        <!-- Version 5 over the namespace c0fd0b93-7c6a-5ae3-ae7c-1b8b45709691 and the fingerprint (RFC 9562). -->
        <xs:attribute name="id" type="UUID5" use="required"/>
        <xs:attribute name="pack" type="xs:string" use="required"/>
        <xs:attribute name="control" type="ControlId" use="required"/>
        <xs:attribute name="severity" type="Severity" use="required"/>
        <xs:attribute name="verdict" type="FindingVerdict" use="required"/>
        <xs:attribute name="reason" type="Reason" use="required"/>
        <xs:attribute name="status" type="Status" use="required"/>
        <xs:attribute name="fingerprint" type="Fingerprint" use="required"/>
      </xs:complexType>
      <!-- checked="false": nobody has compared the citation with the text of the law. -->
      <xs:complexType name="Law">
        <xs:attribute name="name" type="xs:string" use="required"/>
        <xs:attribute name="article" type="xs:string" use="required"/>
        <xs:attribute name="checked" type="xs:boolean" use="required"/>
      </xs:complexType>
      <!-- Either store with collection, field and rule as far as they apply, or ruleSet with rule (none: the whole set). -->
      <xs:complexType name="Asset">
        <xs:attribute name="store" type="xs:string"/>
        <xs:attribute name="collection" type="xs:string"/>
        <xs:attribute name="field" type="xs:string"/>
        <xs:attribute name="ruleSet" type="xs:string"/>
        <xs:attribute name="rule" type="xs:string"/>
      </xs:complexType>
      <xs:complexType name="Locus">
        <xs:attribute name="attribute" type="xs:string"/>
        <xs:attribute name="category" type="xs:string"/>
        <xs:attribute name="use" type="xs:string"/>
        <xs:attribute name="channel" type="xs:string"/>
      </xs:complexType>
      <!-- How much the finding covers; what does not apply is absent. -->
      <xs:complexType name="Counts">
        <xs:attribute name="uses" type="Count"/>
        <xs:attribute name="records" type="Count"/>
        <xs:attribute name="subjects" type="Count"/>
        <xs:attribute name="first" type="Instant"/>
        <xs:attribute name="last" type="Instant"/>
      </xs:complexType>
      <xs:complexType name="Parameter">
        <xs:attribute name="name" type="NonEmpty" use="required"/>
        <xs:attribute name="value" type="xs:string" use="required"/>
      </xs:complexType>
      <!-- SHA-256 over verdict, counts and salted sample. -->
      <xs:complexType name="Evidence">
        <xs:attribute name="digest" type="SHA256" use="required"/>
      </xs:complexType>
      <!-- The first subjects in byte order of their keys, as pseudonyms; of: how many there are. -->
      <xs:complexType name="Sample">
        <xs:sequence>
          <xs:element name="subject" type="Pseudonym" maxOccurs="unbounded"/>
        </xs:sequence>
        <xs:attribute name="of" type="Count" use="required"/>
        <xs:attribute name="pseudonymKey" type="NonEmpty" use="required"/>
      </xs:complexType>
      <!-- A stretch of one line; line and column count from one, columns and length in Unicode scalars. -->
      <xs:complexType name="Place">
        <xs:sequence>
          <xs:element name="label" type="xs:string"/>
          <xs:element name="excerpt" type="xs:string"/>
        </xs:sequence>
        <xs:attribute name="file" type="xs:string" use="required"/>
        <xs:attribute name="line" type="Count" use="required"/>
        <xs:attribute name="column" type="Count" use="required"/>
        <xs:attribute name="length" type="xs:positiveInteger" use="required"/>
      </xs:complexType>
      <xs:simpleType name="Kind">
        <xs:restriction base="xs:string">
          <xs:enumeration value="gate"/>
          <xs:enumeration value="audit"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="Severity">
        <xs:restriction base="xs:string">
          <xs:enumeration value="critical"/>
          <xs:enumeration value="high"/>
          <xs:enumeration value="medium"/>
          <xs:enumeration value="low"/>
          <xs:enumeration value="info"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="AnyVerdict">
        <xs:restriction base="xs:string">
          <xs:enumeration value="compliant"/>
          <xs:enumeration value="violation"/>
          <xs:enumeration value="unverifiable"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="FindingVerdict">
        <xs:restriction base="AnyVerdict">
          <xs:enumeration value="violation"/>
          <xs:enumeration value="unverifiable"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="Status">
        <xs:restriction base="xs:string">
          <xs:enumeration value="new"/>
          <xs:enumeration value="existing"/>
          <xs:enumeration value="worse"/>
          <xs:enumeration value="reopened"/>
          <xs:enumeration value="fixed"/>
          <xs:enumeration value="notExamined"/>
          <xs:enumeration value="retired"/>
          <xs:enumeration value="waived"/>
          <xs:enumeration value="waiverExpired"/>
          <xs:enumeration value="waiverStale"/>
          <xs:enumeration value="waiverExceeded"/>
        </xs:restriction>
      </xs:simpleType>
      <!-- An open list: a later version may know more reasons. -->
      <xs:simpleType name="Reason">
        <xs:restriction base="xs:string">
          <xs:pattern value="[a-z][A-Za-z]{1,39}"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="ControlId">
        <xs:restriction base="xs:string">
          <xs:pattern value="[A-Za-z_][A-Za-z0-9._\-]*"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="Fingerprint">
        <xs:restriction base="xs:string">
          <xs:pattern value="fp1:[0-9a-f]{64}"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="Pseudonym">
        <xs:restriction base="xs:string">
          <xs:pattern value="p:[0-9a-f]{32}"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="SHA256">
        <xs:restriction base="xs:string">
          <xs:pattern value="[0-9a-f]{64}"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="UUID5">
        <xs:restriction base="xs:string">
          <xs:pattern value="[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"/>
        </xs:restriction>
      </xs:simpleType>
      <!-- UTC, with six decimals of a second when they are not zero. -->
      <xs:simpleType name="Instant">
        <xs:restriction base="xs:dateTime">
          <xs:pattern value="[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?Z"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="Count">
        <xs:restriction base="xs:nonNegativeInteger"/>
      </xs:simpleType>
      <xs:simpleType name="NonEmpty">
        <xs:restriction base="xs:string">
          <xs:minLength value="1"/>
        </xs:restriction>
      </xs:simpleType>
    </xs:schema>

    """##
}

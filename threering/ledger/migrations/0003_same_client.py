"""The second wall: what belongs together belongs to one client."""

from django.db import migrations

from threering.kernel.schema import same_client


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_event_partitions"),
        ("organisation", "0002_addressable_by_client"),
    ]
    operations = [
        same_client("ledger_blob", "key_id", "ledger_key"),
        same_client("ledger_arrival", "brand_id", "organisation_brand"),
        same_client("ledger_arrival", "raw_id", "ledger_blob"),
        same_client("ledger_arrival", "duplicate_of_id", "ledger_arrival"),
        same_client("ledger_arrival", "delivery_id", "ledger_delivery"),
        same_client("ledger_delivery", "brand_id", "organisation_brand"),
        same_client("ledger_delivery", "raw_id", "ledger_blob"),
    ]

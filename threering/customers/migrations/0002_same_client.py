from django.db import migrations

from threering.kernel.schema import addressable_by_client, same_client


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial"), ("ledger", "0003_same_client")]
    operations = [
        addressable_by_client("customers_customer"),
        same_client("customers_customer", "key_id", "ledger_key"),
        same_client("customers_handle", "customer_id", "customers_customer"),
    ]

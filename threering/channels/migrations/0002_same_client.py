from django.db import migrations

from threering.kernel.schema import addressable_by_client, same_client


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0001_initial"),
        ("organisation", "0002_addressable_by_client"),
    ]
    operations = [
        addressable_by_client("channels_inbox"),
        same_client("channels_inbox", "brand_id", "organisation_brand"),
    ]

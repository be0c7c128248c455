from django.db import migrations

from threering.kernel.schema import addressable_by_client, same_client


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [
        addressable_by_client("organisation_brand"),
        same_client("organisation_grant", "brand_id", "organisation_brand"),
    ]

from django.db import migrations

from threering.kernel.schema import addressable_by_client, same_client


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0001_initial"),
        ("customers", "0002_same_client"),
        ("channels", "0002_same_client"),
    ]
    operations = [
        addressable_by_client("tickets_ticket"),
        addressable_by_client("tickets_contact"),
        addressable_by_client("tickets_message"),
        same_client("tickets_ticket", "brand_id", "organisation_brand"),
        same_client("tickets_ticket", "customer_id", "customers_customer"),
        same_client("tickets_ticket", "inbox_id", "channels_inbox"),
        same_client("tickets_ticket", "follows_id", "tickets_ticket"),
        same_client("tickets_contact", "ticket_id", "tickets_ticket"),
        same_client("tickets_message", "ticket_id", "tickets_ticket"),
        same_client("tickets_message", "contact_id", "tickets_contact"),
        same_client("tickets_message", "customer_id", "customers_customer"),
        same_client("tickets_message", "arrival_id", "ledger_arrival"),
        same_client("tickets_message", "delivery_id", "ledger_delivery"),
        same_client("tickets_attachment", "message_id", "tickets_message"),
        same_client("tickets_attachment", "blob_id", "ledger_blob"),
    ]

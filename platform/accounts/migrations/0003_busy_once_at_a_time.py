from django.db import migrations

from accounts.walls import NoPersonTwiceAtOnce


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_api_token")]
    operations = [NoPersonTwiceAtOnce()]

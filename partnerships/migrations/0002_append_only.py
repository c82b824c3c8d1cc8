from django.db import migrations

from audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]
    operations = [AppendOnly("partnerships_documentversion")]

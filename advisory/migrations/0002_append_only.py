from django.db import migrations

from audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("advisory", "0001_initial")]
    operations = [AppendOnly("advisory_consultationevent")]

"""When a report that waited for a network was written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("network", "0009_boundaries")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="written_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="written"
            ),
        ),
    ]

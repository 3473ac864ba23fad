from django import forms
from django.utils.translation import gettext_lazy as _

from home.standard.models import AccessibilityReport


class AccessibilityReportForm(forms.ModelForm):
    """Open to everybody; the field that nobody sees stops the simplest robots."""

    website = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = AccessibilityReport
        fields = ("page_url", "problem", "contact")
        widgets = {"problem": forms.Textarea(attrs={"rows": 6})}
        # The field says itself that it need not be filled in.
        labels = {"contact": _("Hur vi når dig")}
        error_messages = {"problem": {"required": _("Beskriv vad som inte fungerar.")}}

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Lämna det dolda fältet tomt."))
        return ""

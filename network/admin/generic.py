"""Django's admin and form classes that take a model in brackets, as their type stubs do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin

if TYPE_CHECKING:
    GenericAdmin = admin.ModelAdmin
    GenericForm = forms.ModelForm
    GenericChoiceField = forms.ModelMultipleChoiceField
else:

    class GenericAdmin(admin.ModelAdmin):
        """`ModelAdmin[Model]` at run time."""

        def __class_getitem__(cls, _model: Any) -> Any:
            return cls

    class GenericForm(forms.ModelForm):
        """`ModelForm[Model]` at run time."""

        def __class_getitem__(cls, _model: Any) -> Any:
            return cls

    class GenericChoiceField(forms.ModelMultipleChoiceField):
        """`ModelMultipleChoiceField[Model]` at run time."""

        def __class_getitem__(cls, _model: Any) -> Any:
            return cls

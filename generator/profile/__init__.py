"""The model of a company's facts and choices; the only source of every field, its bounds and its explanation."""

from generator.profile.model.company_profile import CompanyProfile

__all__ = ["CompanyProfile"]

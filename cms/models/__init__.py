from cms.models.bilingual import BilingualPage
from cms.models.courses import CATALOGUE_SLUG, CourseIndexPage, CoursePage
from cms.models.fields import BlocksOutsideMigrations
from cms.models.home import HomePage
from cms.models.sections import Icon, SectionPage, StandardPage

__all__ = [
    "CATALOGUE_SLUG",
    "BilingualPage",
    "BlocksOutsideMigrations",
    "CourseIndexPage",
    "CoursePage",
    "HomePage",
    "Icon",
    "SectionPage",
    "StandardPage",
]

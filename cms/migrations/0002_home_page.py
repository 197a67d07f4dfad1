from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import migrations

CHINESE = "zh-hans"
WELCOME = "Welcome to your new Wagtail site!"
HOME = {
    "title": "首页",
    "draft_title": "首页",
    "title_en": "Home",
    "heading": "一份专业能力，\n从讲座到查验，\n步步有据可查",
    "heading_en": "Professional skill,\nfrom the lecture to the check,\nwith proof at every step",
    "intro": "面向天津知识产权服务业从业人员的培训与人才发展平台：听讲座、记学时、参加能力评价、取得证书、建立信用档案；用人单位与公众无须注册即可查验。",
    "intro_en": "Training and talent development for people who work in IP services in Tianjin: attend lectures, earn hours,"
    " be assessed, hold certificates, build a credit profile. Employers and the public can check without an account.",
}


def make_home_page(apps, schema_editor):
    """Puts the home page and the place of course pages where Wagtail put its welcome page, in Chinese."""
    locale, _created = apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code=CHINESE)
    page_model = apps.get_model("wagtailcore", "Page")
    root = page_model.objects.get(depth=1)
    _drop_welcome(apps)
    page_model.objects.filter(pk=root.pk).update(locale=locale)
    home = _add(apps, root, "homepage", "home", locale, HOME)
    _add(apps, home, "courseindexpage", "courses", locale, {"title": "课程", "draft_title": "课程"})
    address = urlsplit(settings.SITE_URL)
    apps.get_model("wagtailcore", "Site").objects.create(
        hostname=address.hostname,
        port=address.port or (443 if address.scheme == "https" else 80),
        site_name=settings.WAGTAIL_SITE_NAME,
        root_page_id=home.pk,
        is_default_site=True,
    )


def restore_welcome(apps, schema_editor):
    """Only what the migration made may be there: pages of the association's own are not thrown away."""
    page_model = apps.get_model("wagtailcore", "Page")
    home = page_model.objects.get(depth=2)
    if page_model.objects.filter(depth__gt=2).exclude(slug="courses", depth=3, numchild=0).exists():
        raise RuntimeError("There are pages below the home page. Move or delete them first.")
    apps.get_model("wagtailcore", "Site").objects.filter(root_page_id=home.pk).delete()
    for name in ("CourseIndexPage", "HomePage"):
        apps.get_model("cms", name).objects.all().delete()
    root = page_model.objects.get(depth=1)
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailcore", model="page"
    )
    welcome = page_model.objects.create(
        title=WELCOME,
        draft_title=WELCOME,
        slug="home",
        content_type=content_type,
        path=f"{root.path}0001",
        depth=2,
        numchild=0,
        url_path="/home/",
        locale=root.locale,
        translation_key=uuid4(),
    )
    apps.get_model("wagtailcore", "Site").objects.create(
        hostname="localhost", root_page_id=welcome.pk, is_default_site=True
    )


def _drop_welcome(apps):
    """Wagtail's own page is thrown away; a site somebody has set up by hand is not."""
    page_model = apps.get_model("wagtailcore", "Page")
    pages = page_model.objects.filter(depth__gt=1)
    if pages.exclude(title=WELCOME, numchild=0).exists():
        raise RuntimeError("There are pages already. This migration starts a new site.")
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    pages.delete()
    page_model.objects.filter(depth=1).update(numchild=0)


def _add(apps, parent, model_name, slug, locale, fields):
    """Treebeard's own methods are not there on historical models, so path and counts are written out."""
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model=model_name
    )
    page = apps.get_model("cms", model_name).objects.create(
        slug=slug,
        content_type=content_type,
        path=f"{parent.path}0001",
        depth=parent.depth + 1,
        numchild=0,
        url_path=f"{parent.url_path}{slug}/",
        locale=locale,
        translation_key=uuid4(),
        live=True,
        **fields,
    )
    apps.get_model("wagtailcore", "Page").objects.filter(pk=parent.pk).update(numchild=1)
    return page


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_pages"),
        # Roles' grants name the root page, and are made before.
        ("accounts", "0002_roles"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(make_home_page, restore_welcome)]

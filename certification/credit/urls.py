from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from certification.credit.views import desk, desk_record, my, public


class MoveConverter(StringConverter):
    regex = "|".join(desk_record.MOVES)


register_converter(MoveConverter, "credit_move")

app_name = "credit"
urlpatterns: list[URLPattern] = [
    path("my/credit/", my.my_credit, name="my_credit"),
    path("my/credit/<int:pk>/", my.my_record, name="my_record"),
    path("profiles/<uuid:public_id>/", public.public_profile, name="public_profile"),
    path("desk/credit/", desk.records, name="records"),
    path("desk/credit/propose/", desk.choose_person, name="choose_person"),
    path("desk/credit/propose/<uuid:public_id>/", desk.propose, name="propose"),
    path("desk/credit/<int:pk>/", desk_record.record, name="desk_record"),
    path("desk/credit/<int:pk>/<credit_move:name>/", desk_record.move, name="move"),
]

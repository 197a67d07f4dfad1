from django.urls import URLPattern, path

from certification.certificates.views import credentials, desk, log, my

app_name = "certificates"
urlpatterns: list[URLPattern] = [
    path(".well-known/did.json", credentials.did_document, name="did_document"),
    path("status/revocation/<int:number>", credentials.status_list, name="status_list"),
    path("credentials/<uuid:uuid>", credentials.credential, name="credential"),
    path("credentials/badges/<slug:name>.png", credentials.badge, name="badge"),
    path("log/", log.log, name="log"),
    path("log/heads.json", log.heads_json, name="log_heads"),
    path("log/leaves.json", log.leaves_json, name="log_leaves"),
    path("log/consistency.json", log.consistency_json, name="log_consistency"),
    path("log/inclusion/<slug:leaf_hash>.json", log.inclusion_json, name="log_inclusion"),
    path("log/verify_certificate.py", log.verifier, name="log_verifier"),
    path("my/certificates/", my.my_certificates, name="my_certificates"),
    path("my/certificates/<uuid:uuid>/pdf/", my.download, name="download"),
    path("my/certificates/<uuid:uuid>/credential/<slug:form>/", credentials.download, name="download_credential"),
    path("desk/certificates/", desk.register, name="desk"),
    path("desk/certificates/results/<int:pk>/issue/", desk.issue, name="issue"),
    path("desk/certificates/<uuid:uuid>/", desk.certificate_page, name="desk_certificate"),
    path("desk/certificates/<uuid:uuid>/<slug:change>/", desk.change_certificate, name="change"),
]

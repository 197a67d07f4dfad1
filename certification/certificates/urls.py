from django.urls import URLPattern, path

from certification.certificates.views import batches, credentials, desk, log, my, paper, revocations

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
    path("desk/certificates/<uuid:uuid>/revoke/", revocations.propose, name="propose_revocation"),
    path("desk/certificates/revocations/", revocations.revocations_page, name="revocations"),
    path("desk/certificates/revocations/<int:pk>/", revocations.revocation_page, name="revocation"),
    path("desk/certificates/paper/", paper.paper_page, name="paper"),
    path("desk/certificates/paper/template.xlsx", paper.template, name="paper_template"),
    path("desk/certificates/paper/<int:pk>/", paper.paper_file, name="paper_file"),
    path("desk/certificates/batches/", batches.batches_page, name="batches"),
    path("desk/certificates/batches/new/", batches.new_batch, name="new_batch"),
    path("desk/certificates/batches/<int:pk>/", batches.batch_page, name="batch"),
    path("desk/certificates/batches/<int:pk>/progress/", batches.batch_progress, name="batch_progress"),
    path("desk/certificates/batches/<int:pk>/outcome.xlsx", batches.outcome, name="batch_outcome"),
    path("desk/certificates/batches/<int:pk>/retry/", batches.retry, name="batch_retry"),
    path("desk/certificates/<uuid:uuid>/<slug:change>/", desk.change_certificate, name="change"),
]

"""The pages of partnerships."""

from django.urls import path

from partnerships.views import documents, members, partnerships, uploads

app_name = "partnerships"
urlpatterns = [
    path("", partnerships.partnerships, name="partnerships"),
    path("create/", partnerships.partnership_create, name="partnership-create"),
    path("<int:pk>/", partnerships.partnership, name="partnership"),
    path("<int:pk>/change/", partnerships.partnership_change, name="partnership-change"),
    path("<int:pk>/move/", partnerships.partnership_move, name="partnership-move"),
    path("<int:pk>/appoint/", partnerships.partnership_appoint, name="partnership-appoint"),
    path("<int:pk>/members/add/", members.member_add, name="member-add"),
    path("members/<int:pk>/accept/", members.member_accept, name="member-accept"),
    path("members/<int:pk>/end/", members.member_end, name="member-end"),
    path("<int:pk>/documents/create/", documents.document_create, name="document-create"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/change/", documents.document_change, name="document-change"),
    path("documents/<int:pk>/sign/", documents.document_sign, name="document-sign"),
    path("documents/<int:pk>/withdraw/", documents.document_withdraw, name="document-withdraw"),
    path("documents/<int:pk>/upload/", uploads.document_upload, name="document-upload"),
    path("uploads/<int:pk>/", uploads.upload, name="upload"),
    path("uploads/<int:pk>/place/", uploads.upload_place, name="upload-place"),
    path("uploads/<int:pk>/discard/", uploads.upload_discard, name="upload-discard"),
]

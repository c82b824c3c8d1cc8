"""The pages of the ground floor."""

from django.urls import path

from accounts.views import audit, invitations, organisations, people, profile, texts

app_name = "accounts"
urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/register/", organisations.organisation_register, name="organisation-register"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/change/", organisations.organisation_change, name="organisation-change"),
    path("organisations/<int:pk>/admit/", organisations.organisation_admit, name="organisation-admit"),
    path("organisations/<int:pk>/leave/", organisations.organisation_leave, name="organisation-leave"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/grant/", people.role_grant, name="role-grant"),
    path("people/<int:pk>/deactivate/", people.person_deactivate, name="person-deactivate"),
    path("people/<int:pk>/reactivate/", people.person_reactivate, name="person-reactivate"),
    path("people/roles/<int:pk>/end/", people.role_end, name="role-end"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/send/", invitations.invitation_send, name="invitation-send"),
    path("invitations/<int:pk>/revoke/", invitations.invitation_revoke, name="invitation-revoke"),
    path("invitation/<str:token>/", invitations.invitation_accept, name="invitation-accept"),
    path("me/", profile.profile, name="profile"),
    path("me/tokens/", profile.api_tokens, name="tokens"),
    path("me/tokens/issue/", profile.token_issue, name="token-issue"),
    path("me/tokens/<int:pk>/revoke/", profile.token_revoke, name="token-revoke"),
    path("audit/", audit.events, name="events"),
    path("outbox/", audit.messages, name="messages"),
    path("outbox/change/", audit.messages_change, name="messages-change"),
    path("outbox/<int:pk>/resend/", audit.message_resend, name="message-resend"),
    path("outbox/texts/", texts.texts, name="texts"),
    path("outbox/texts/<slug:name>/<slug:language>/", texts.text_change, name="text-change"),
    path("outbox/texts/<slug:name>/<slug:language>/preview/", texts.text_preview, name="text-preview"),
    path("outbox/texts/<slug:name>/<slug:language>/reset/", texts.text_reset, name="text-reset"),
]

package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.SignInFailedException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import io.github.oidctoken.oauth2.protocol.IdTokens;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.protocol.TokenResponse;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.RenewalReason;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One authorization or device code on its way to tokens: presented once, never again, and what comes is judged before anybody sees it.
 *
 * @param code what is presented
 * @param nonce of the authorization request; absent when whoever made that has kept it
 */
record CodeExchange(
        ClientRegistration client,
        AccessKey key,
        TokenRequest code,
        @Nullable Secret nonce,
        RenewalParts parts,
        IdTokens idTokens)
        implements SignInExchange {

    @Override
    public String grantType() {
        return code.grantType();
    }

    /** Among the renewals of sessions: there are few sign-ins. */
    @Override
    public Executor executor() {
        return parts.threads().sessions();
    }

    @Override
    public Exchanged run() {
        RenewalRequest request = new RenewalRequest(client, key, RenewalReason.REQUESTED, null, () -> {});
        ClientRegistration presented = parts.secrets().present(client);
        Step.Event.Answered answered = parts.ask(request, presented, code);
        if (!(answered.outcome() instanceof TokenOutcome.Granted granted)) {
            if (ClientSecrets.refuses(answered.outcome())) {
                // for the next sign-in: this code may be burnt
                parts.secrets().reread(presented);
            }
            throw new Failures(client, code.grantType()).of(answered.outcome());
        }
        Received received = received(granted.response(), answered);
        IdTokens.Outcome.Valid person = person(granted.response());
        String subject = person == null ? null : person.subject();
        allow(subject);
        return new Exchanged(received, subject, person == null ? null : principal(person));
    }

    private IdTokens.Outcome.@Nullable Valid person(TokenResponse response) {
        if (!client.request().scopes().contains("openid")) {
            return null;
        }
        Secret idToken = response.idToken();
        if (idToken == null) {
            throw failed("the server sent no ID token, although scope openid was asked for.", null);
        }
        ProviderMetadata server = parts.server().metadata(client, key, ProviderMetadata::jwksUri);
        IdTokens.Outcome outcome = idTokens.judge(idToken, response.accessToken(), client, server, nonce);
        if (outcome instanceof IdTokens.Outcome.Invalid invalid) {
            throw failed("the ID token " + invalid.reason() + ".", invalid.cause());
        }
        return (IdTokens.Outcome.Valid) outcome;
    }

    /** Whose session it is, where the client leaves that to the ID token. */
    private @Nullable String principal(IdTokens.Outcome.Valid person) {
        if (!(client.grant() instanceof Grant.AuthorizationCode grant) || grant.principalClaim() == null) {
            return null;
        }
        boolean usable = person.claims().get(grant.principalClaim()) instanceof String name
                && !name.isBlank()
                && name.length() <= ClientRegistration.LONGEST_PRINCIPAL
                && !name.equals(ClientRegistration.DEFAULT_PRINCIPAL);
        if (!usable) {
            throw failed(
                    "the ID token's claim '" + grant.principalClaim()
                            + "' names nobody whose session this could be. Have the server send it, or set "
                            + client.option("principalClaim") + " to a claim that everybody has, such as sub.",
                    null);
        }
        return (String) person.claims().get(grant.principalClaim());
    }

    private void allow(@Nullable String subject) {
        Set<String> allowedSubjects = client.grant().allowedSubjects();
        boolean allowed = allowedSubjects.isEmpty() || (subject != null && allowedSubjects.contains(subject));
        if (!allowed) {
            throw failed(
                    "the person who signed in is not among those who may. Its sub must stand in "
                            + client.option("allowedSubjects") + ".",
                    null);
        }
    }

    private SignInFailedException failed(String problem, @Nullable Throwable cause) {
        return new SignInFailedException(client.name(), problem, cause);
    }
}

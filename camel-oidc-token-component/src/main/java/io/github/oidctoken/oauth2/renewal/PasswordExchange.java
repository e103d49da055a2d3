package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.PasswordRefusedException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.RenewalReason;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import java.util.concurrent.Executor;

/** The user name and password of one person on their way to tokens. */
record PasswordExchange(ClientRegistration client, AccessKey key, Grant.Password password, RenewalParts parts)
        implements SignInExchange {

    @Override
    public String grantType() {
        return password.grantType();
    }

    /** Not among the renewals of sessions: whoever tries passwords must not hold them up. */
    @Override
    public Executor executor() {
        return parts.threads().grants(client);
    }

    @Override
    public Exchanged run() {
        ClientRegistration presented = parts.secrets().present(client);
        Step.Event.Answered answered = ask(presented);
        if (ClientSecrets.refuses(answered.outcome()) && parts.secrets().reread(presented)) {
            answered = ask(parts.secrets().present(client));
        }
        if (answered.outcome() instanceof TokenOutcome.Granted granted) {
            return new Exchanged(received(granted.response(), answered), null, null);
        }
        throw failure(answered.outcome());
    }

    private Step.Event.Answered ask(ClientRegistration presented) {
        return parts.ask(
                new RenewalRequest(client, key, RenewalReason.REQUESTED, null, () -> {}),
                presented,
                new TokenRequest.ByGrant(password, client.request().scopes()));
    }

    private OidcTokenException failure(TokenOutcome outcome) {
        OidcTokenException failure = new Failures(client, grantType()).of(outcome);
        return outcome instanceof TokenOutcome.Refused refused && refused.isInvalidGrant()
                ? new PasswordRefusedException(
                        client.name(),
                        String.valueOf(failure.getMessage()),
                        refused.status(),
                        refused.errorDescription())
                : failure;
    }
}

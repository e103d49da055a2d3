package io.github.oidctoken.camel;

import org.apache.camel.spi.Metadata;

/** The headers that the endpoint reads and sets, and the exchange property that it sets. Tokens are put there only where {@code output} asks for them. */
public final class OidcTokenConstants {

    @Metadata(
            label = "producer",
            description = "The token as an HTTP credential, such as Bearer eyJ..., with output=header. It stays on the"
                    + " message and goes wherever the message goes.",
            javaType = "String")
    public static final String AUTHORIZATION = "Authorization";

    @Metadata(
            label = "consumer",
            description = "What happened: obtained, renewed, adopted, renewalFailed, reauthorizationRequired,"
                    + " refreshTokenExpiring, signedIn, signInFailed or signedOut.",
            javaType = "String")
    public static final String EVENT_TYPE = "CamelOidcTokenEventType";

    @Metadata(label = "consumer", description = "The client that it happened to.", javaType = "String")
    public static final String EVENT_CLIENT = "CamelOidcTokenEventClient";

    @Metadata(
            label = "consumer",
            description =
                    "Why a token was wanted: first use, stale, expired, rejected, requested or keep alive. Not set by"
                            + " signedIn, signInFailed and signedOut.",
            javaType = "String")
    public static final String EVENT_REASON = "CamelOidcTokenEventReason";

    @Metadata(
            description =
                    "When the token ends, by the clock of this node; set with every output other than none, and by"
                            + " events of a token that has an end.",
            javaType = "java.time.Instant")
    public static final String EXPIRES_AT = "CamelOidcTokenExpiresAt";

    @Metadata(
            label = "producer",
            description = "The scopes granted, separated by spaces; set with every output other than none if the server"
                    + " named them.",
            javaType = "String")
    public static final String SCOPE = "CamelOidcTokenScope";

    @Metadata(
            label = "producer",
            description = "The token that operation=introspect and operation=validate look at. Without it they take the"
                    + " body if that is a token, else the header Authorization. It is removed unless keepToken is set.",
            javaType = "String")
    public static final String TOKEN = "CamelOidcTokenToken";

    @Metadata(
            label = "producer",
            description = "What kind of token operation=introspect looks at, for servers that want to be told:"
                    + " access_token or refresh_token.",
            javaType = "String")
    public static final String TOKEN_TYPE_HINT = "CamelOidcTokenTokenTypeHint";

    @Metadata(
            label = "producer",
            description =
                    "The user name of whoever logs in, for clients with grant=password and without a username; else"
                            + " the member username of the body. The header is removed.",
            javaType = "String")
    public static final String USERNAME = "CamelOidcTokenUsername";

    @Metadata(
            label = "producer",
            description =
                    "The password that belongs to CamelOidcTokenUsername; else the member password of the body. The"
                            + " header is removed.",
            javaType = "String")
    public static final String PASSWORD = "CamelOidcTokenPassword";

    /** The exchange property that {@code operation=validate} and the guard set: a Map of the valid token's claims. */
    public static final String CLAIMS = "CamelOidcTokenClaims";

    @Metadata(
            label = "producer",
            description = "Where the browser goes to sign in; set by operation=authorizationRequest.",
            javaType = "String")
    public static final String AUTHORIZATION_URL = "CamelOidcTokenAuthorizationUrl";

    @Metadata(
            label = "producer",
            description = "Where the browser goes after the sign-in: a path of this site such as /orders. Read by"
                    + " operation=authorizationRequest, which otherwise takes the query parameter returnTo.",
            javaType = "String")
    public static final String RETURN_TO = "CamelOidcTokenReturnTo";

    @Metadata(
            label = "producer",
            description =
                    "What comes back as the parameter state after operation=logout, with a post-logout redirect URI.",
            javaType = "String")
    public static final String STATE = "CamelOidcTokenState";

    @Metadata(
            label = "producer",
            description = "The code that the person types in; set by operation=deviceAuthorization.",
            javaType = "String")
    public static final String USER_CODE = "CamelOidcTokenUserCode";

    @Metadata(
            label = "producer",
            description = "Where the person types in the code; set by operation=deviceAuthorization.",
            javaType = "String")
    public static final String VERIFICATION_URI = "CamelOidcTokenVerificationUri";

    @Metadata(
            label = "producer",
            description = "Who has signed in, by the sub of the ID token; set by operation=authorizationResponse and"
                    + " operation=exchangeCode if scope openid was asked for.",
            javaType = "String")
    public static final String SUBJECT = "CamelOidcTokenSubject";

    @Metadata(
            label = "producer",
            description =
                    "Whose session a sign-in has stored, by operation=authorizationResponse and exchangeCode: what the"
                            + " option principal must name to find it.",
            javaType = "String")
    public static final String PRINCIPAL = "CamelOidcTokenPrincipal";

    @Metadata(
            label = "producer",
            description = "The authorization code that operation=exchangeCode exchanges; else it takes the member code"
                    + " of the body. The header is removed.",
            javaType = "String")
    public static final String CODE = "CamelOidcTokenCode";

    @Metadata(
            label = "producer",
            description = "The redirect_uri that the code was asked for with; else the member redirect_uri of the body,"
                    + " else the client's redirectUri. Read by operation=exchangeCode.",
            javaType = "String")
    public static final String REDIRECT_URI = "CamelOidcTokenRedirectUri";

    @Metadata(
            label = "producer",
            description = "The PKCE code verifier that belongs to the code; else the member code_verifier of the body."
                    + " Read by operation=exchangeCode. The header is removed.",
            javaType = "String")
    public static final String CODE_VERIFIER = "CamelOidcTokenCodeVerifier";

    @Metadata(
            label = "producer",
            description = "The nonce that the code was asked for with, to be compared with the ID token's; else the"
                    + " member nonce of the body. Read by operation=exchangeCode.",
            javaType = "String")
    public static final String NONCE = "CamelOidcTokenNonce";

    @Metadata(
            label = "producer",
            description = "The token to exchange (RFC 8693), bare or as Bearer eyJ...; read only by clients that"
                    + " exchange tokens and whose option subjectToken is not set.",
            javaType = "String")
    public static final String SUBJECT_TOKEN = "CamelOidcTokenSubjectToken";

    @Metadata(
            label = "producer",
            description = "The token of whoever acts for the subject (RFC 8693); read as CamelOidcTokenSubjectToken is,"
                    + " where the option actorToken is not set.",
            javaType = "String")
    public static final String ACTOR_TOKEN = "CamelOidcTokenActorToken";

    @Metadata(
            label = "producer",
            description =
                    "The client id of the source client of Keycloak operations, where the option sourceClient is not set.",
            javaType = "String")
    public static final String SOURCE_CLIENT = "CamelOidcTokenSourceClient";

    @Metadata(
            label = "producer",
            description =
                    "The client id of the target client of Keycloak operations, where the option targetClient is not set.",
            javaType = "String")
    public static final String TARGET_CLIENT = "CamelOidcTokenTargetClient";

    @Metadata(
            label = "producer",
            description = "The client id for createClient and findClient, where the option managedClient is not set.",
            javaType = "String")
    public static final String MANAGED_CLIENT = "CamelOidcTokenManagedClient";

    /** The exchange property that {@code output=property} sets: the token as an HTTP credential, such as {@code Bearer eyJ...}. */
    public static final String HEADER_VALUE = "CamelOidcTokenHeaderValue";

    private OidcTokenConstants() {}
}

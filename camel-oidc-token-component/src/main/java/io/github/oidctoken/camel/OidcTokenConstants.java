package io.github.oidctoken.camel;

import org.apache.camel.spi.Metadata;

/** The headers and exchange properties of the endpoint; those that hold the client's own token are set only where {@code output} asks for it. */
public final class OidcTokenConstants {

    @Metadata(
            label = "producer",
            description = "The token as an HTTP credential, such as Bearer eyJ..., with output=header. It stays on the"
                    + " message and goes wherever the message goes.",
            javaType = "String")
    public static final String AUTHORIZATION = "Authorization";

    @Metadata(
            label = "producer",
            description = "When the token ends, by the clock of this node; set with every output other than none.",
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

    /** The exchange property that {@code operation=validate} and the guard set: a Map of the valid token's claims. */
    public static final String CLAIMS = "CamelOidcTokenClaims";

    /** The exchange property that {@code output=property} sets: the token as an HTTP credential, such as {@code Bearer eyJ...}. */
    public static final String HEADER_VALUE = "CamelOidcTokenHeaderValue";

    private OidcTokenConstants() {}
}

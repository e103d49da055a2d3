package io.github.oidctoken.camel;

import org.apache.camel.spi.Metadata;

/** The headers and the exchange property that the endpoint sets, all of them only where {@code output} asks for the token. */
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

    /** The exchange property that {@code output=property} sets: the token as an HTTP credential, such as {@code Bearer eyJ...}. */
    public static final String HEADER_VALUE = "CamelOidcTokenHeaderValue";

    private OidcTokenConstants() {}
}

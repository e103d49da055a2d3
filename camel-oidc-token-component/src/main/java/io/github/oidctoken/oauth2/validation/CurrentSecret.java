package io.github.oidctoken.oauth2.validation;

import io.github.oidctoken.oauth2.client.ClientRegistration;

/** Knows which secret of a client its server accepts now. Thread-safe. */
public interface CurrentSecret {

    /** The client with the secret that is to be presented. */
    ClientRegistration present(ClientRegistration client);

    /** Reads the secret again after the server has refused it, and tells whether there is another to try. May block. */
    boolean reread(ClientRegistration refused);
}

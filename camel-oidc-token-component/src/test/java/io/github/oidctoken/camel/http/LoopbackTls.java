package io.github.oidctoken.camel.http;

import io.github.oidctoken.camel.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** TLS for servers of this machine and for the HTTP components that call them, by one certificate. */
final class LoopbackTls {

    private LoopbackTls() {}

    /** Lets all HTTP components trust that certificate. */
    static void use(SSLContextParameters tls, CamelContext context) {
        context.setSSLContextParameters(tls);
        for (String name : List.of("http", "https", "vertx-http", "netty-http", "undertow")) {
            ((SSLContextParametersAware) context.getComponent(name)).setUseGlobalSslContextParameters(true);
        }
    }

    static SSLContextParameters of(TestCertificate certificate, Path folder) throws Exception {
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(store(certificate.keyStore(folder)));
        keys.setKeyPassword(TestCertificate.PASSWORD);
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store(certificate.trustStore(folder)));
        SSLContextParameters tls = new SSLContextParameters();
        tls.setKeyManagers(keys);
        tls.setTrustManagers(trust);
        return tls;
    }

    private static KeyStoreParameters store(Path file) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + file);
        store.setType("PKCS12");
        store.setPassword(TestCertificate.PASSWORD);
        return store;
    }
}

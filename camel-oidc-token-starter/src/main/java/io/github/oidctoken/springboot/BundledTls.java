package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.ComponentConfigurationException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.apache.camel.support.jsse.CipherSuitesParameters;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SecureSocketProtocolsParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** An SSL bundle of Spring Boot, as Camel takes TLS settings. */
final class BundledTls {

    private BundledTls() {}

    /**
     * The settings of a bundle.
     *
     * @param bundles null where the application has none
     * @throws ComponentConfigurationException naming the bundles there are, if the named one is not among them
     */
    static SSLContextParameters of(String name, @Nullable SslBundles bundles) {
        if (bundles == null) {
            throw unknown(name, List.of(), null);
        }
        try {
            return of(bundles.getBundle(name));
        } catch (NoSuchSslBundleException e) {
            throw unknown(name, bundles.getBundleNames(), e);
        }
    }

    private static ComponentConfigurationException unknown(String name, List<String> known, @Nullable Exception cause) {
        return new ComponentConfigurationException(
                OidcTokenProperties.PREFIX + ".ssl-bundle",
                OidcTokenProperties.PREFIX + ".ssl-bundle names '" + name
                        + "', which is not below spring.ssl.bundle. Known are: " + known + ".",
                cause);
    }

    private static SSLContextParameters of(SslBundle bundle) {
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setSecureSocketProtocol(bundle.getProtocol());
        parameters.setKeyManagers(new KeyManagersParameters() {
            @Override
            public KeyManager[] createKeyManagers() {
                return bundle.getManagers().getKeyManagers();
            }
        });
        parameters.setTrustManagers(new TrustManagersParameters() {
            @Override
            public TrustManager[] createTrustManagers() {
                return bundle.getManagers().getTrustManagers();
            }
        });
        String[] ciphers = bundle.getOptions().getCiphers();
        if (ciphers != null) {
            CipherSuitesParameters suites = new CipherSuitesParameters();
            suites.setCipherSuite(List.of(ciphers));
            parameters.setCipherSuites(suites);
        }
        String[] protocols = bundle.getOptions().getEnabledProtocols();
        if (protocols != null) {
            SecureSocketProtocolsParameters enabled = new SecureSocketProtocolsParameters();
            enabled.setSecureSocketProtocol(List.of(protocols));
            parameters.setSecureSocketProtocols(enabled);
        }
        return parameters;
    }
}

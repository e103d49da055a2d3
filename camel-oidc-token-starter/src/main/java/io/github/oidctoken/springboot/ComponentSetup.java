package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.ComponentConfigurationException;
import io.github.oidctoken.camel.OidcTokenComponent;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/** Brings the properties into the component. */
record ComponentSetup(OidcTokenProperties properties, Environment environment, ObjectProvider<SslBundles> bundles) {

    void apply(OidcTokenComponent component) {
        boolean registered =
                properties.getClients().values().stream().anyMatch(client -> client.getRegistration() != null);
        if (registered) {
            properties.getClients().forEach(SpringRegistrations.of(environment)::complete);
        }
        properties.getClients().forEach(component::addClient);
        component.setLazyStartProducer(properties.isLazyStartProducer());
        component.setAutowiredEnabled(properties.isAutowiredEnabled());
        component.setRepository(properties.getRepository());
        component.setEncryptionKeys(properties.getEncryptionKeys());
        component.setAllowPlaintext(properties.isAllowPlaintext());
        component.setCreateTable(properties.isCreateTable());
        component.setTableName(properties.getTableName());
        component.setNodeId(properties.getNodeId());
        component.setHttpSchemes(properties.getHttpSchemes());
        component.setEager(properties.isEager());
        component.setConnectPage(properties.getConnectPage());
        component.setConnectGuard(properties.getConnectGuard());
        component.setHealthCheckEnabled(properties.isHealthCheckEnabled());
        component.setHealthBeforeFirstUse(properties.getHealthBeforeFirstUse());
        component.setBridgeErrorHandler(properties.isBridgeErrorHandler());
        tls(component);
    }

    private void tls(OidcTokenComponent component) {
        String bundle = properties.getSslBundle();
        String bean = properties.getSslContextParameters();
        if (bundle != null && bean != null) {
            throw new ComponentConfigurationException(
                    OidcTokenProperties.PREFIX + ".ssl-bundle",
                    "Both " + OidcTokenProperties.PREFIX + ".ssl-bundle and " + OidcTokenProperties.PREFIX
                            + ".ssl-context-parameters are set. Remove one.",
                    null);
        }
        if (bundle != null) {
            component.setSslContextParameters(BundledTls.of(bundle, bundles.getIfAvailable()));
        }
        if (bean != null) {
            component.setSslContextParameters(parameters(component, bean));
        }
    }

    private static SSLContextParameters parameters(OidcTokenComponent component, String bean) {
        try {
            return EndpointHelper.resolveReferenceParameter(
                    component.getCamelContext(), bean, SSLContextParameters.class);
        } catch (NoSuchBeanException e) {
            String property = OidcTokenProperties.PREFIX + ".ssl-context-parameters";
            throw new ComponentConfigurationException(
                    property,
                    property + " names '" + bean
                            + "', and there is no such SSLContextParameters bean. Define it, or use "
                            + OidcTokenProperties.PREFIX + ".ssl-bundle.",
                    e);
        }
    }
}

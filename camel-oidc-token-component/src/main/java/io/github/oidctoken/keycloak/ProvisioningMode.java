package io.github.oidctoken.keycloak;

/** Whether a provisioning changes anything. */
public enum ProvisioningMode {
    /** Makes what is missing. */
    APPLY,
    /** Tells what it would do. */
    DRY_RUN
}

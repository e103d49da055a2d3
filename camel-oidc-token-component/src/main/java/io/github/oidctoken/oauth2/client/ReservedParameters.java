package io.github.oidctoken.oauth2.client;

import java.util.List;
import java.util.Map;

/** Parameters of a message that options of their own set, or that tie it to its answer, so that nobody may change them by the way. */
enum ReservedParameters {
    OF_TOKEN_REQUESTS(
            "grant_type",
            "client_id",
            "client_secret",
            "username",
            "password",
            "refresh_token",
            "code",
            "code_verifier",
            "scope",
            "resource",
            "audience",
            "subject_token",
            "subject_token_type",
            "actor_token",
            "actor_token_type",
            "requested_token_type",
            "client_assertion",
            "client_assertion_type"),
    /** What is secret does not belong into an address. */
    OF_AUTHORIZATION_REQUESTS(
            "response_type",
            "response_mode",
            "client_id",
            "client_secret",
            "client_assertion",
            "client_assertion_type",
            "redirect_uri",
            "scope",
            "resource",
            "audience",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
            "code_verifier",
            "request",
            "request_uri",
            "username",
            "password");

    private final List<String> names;

    ReservedParameters(String... names) {
        this.names = List.of(names);
    }

    /**
     * The parameters that were written for an option.
     *
     * @throws ClientConfigurationException if one of them is reserved
     */
    Map<String, String> refuse(ClientOptions options, String option, Map<String, String> parameters) {
        for (String name : names) {
            if (parameters.containsKey(name)) {
                throw options.invalid(
                        option,
                        "must not set " + name + ": that field belongs to the protocol. Use the option for it.");
            }
        }
        return parameters;
    }
}

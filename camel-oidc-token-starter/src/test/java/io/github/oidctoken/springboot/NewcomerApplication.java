package io.github.oidctoken.springboot;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** An application without a line of Java of its own. */
@EnableAutoConfiguration
class NewcomerApplication {}

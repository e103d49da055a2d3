package io.github.oidctoken.oauth2.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SealedTextTest {

    private static final String ONE = "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String TWO = "k2:ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    private final SealedText seal = new SealedText(EncryptionKeys.parse(ONE), "cookie");

    @Test
    void whoHasTheSameKeyForTheSamePurposeCanOpenIt() {
        String sealed = seal.seal("who goes there");

        assertThat(sealed).matches("[A-Za-z0-9_.-]+").doesNotContain("who");
        assertThat(new SealedText(EncryptionKeys.parse(TWO + "," + ONE), "cookie").open(sealed))
                .contains("who goes there");
    }

    @Test
    void nobodyElseCan() {
        String sealed = seal.seal("who goes there");

        assertThat(new SealedText(EncryptionKeys.parse(TWO), "cookie").open(sealed))
                .isEmpty();
        assertThat(new SealedText(EncryptionKeys.parse(ONE), "other").open(sealed))
                .isEmpty();
        assertThat(new SealedText(EncryptionKeys.random(new Random(1)), "cookie").open(sealed))
                .isEmpty();
    }

    @Test
    void whatWasChangedIsNotOpened() {
        String sealed = seal.seal("who goes there");
        int middle = sealed.lastIndexOf('.') - 3;
        char other = sealed.charAt(middle) == 'A' ? 'B' : 'A';

        assertThat(seal.open(sealed.substring(0, middle) + other + sealed.substring(middle + 1)))
                .isEmpty();
        assertThat(seal.open("")).isEmpty();
        assertThat(seal.open("a.b.c.d.e")).isEmpty();
    }
}

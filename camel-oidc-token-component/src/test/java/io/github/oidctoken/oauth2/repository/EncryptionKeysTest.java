package io.github.oidctoken.oauth2.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncryptionKeysTest {

    // bytes 0xfb and 0xff make '+' and '/' in Base64, '-' and '_' in Base64url
    private static final String ONE = "+//7+//7+//7+//7+//7+//7+//7+//7+//7+//7+/8=";
    private static final String TWO = "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU=";

    @Test
    void theFirstKeyEncryptsAndAllAreKept() {
        EncryptionKeys keys = EncryptionKeys.parse(" k2 : " + TWO + " ,\n k1:" + ONE + " ");

        assertThat(keys.encryptingId()).isEqualTo("k2");
        assertThat(keys.find("k2").orElseThrow().getEncoded()).asString().isEqualTo("abcdefghijklmnopqrstuvwxyz012345");
        assertThat(keys.find("k1")).isPresent();
        assertThat(keys.find("k3")).isEmpty();
    }

    @Test
    void base64urlWithoutPaddingIsReadToo() {
        byte[] bytes = Base64.getDecoder().decode(ONE);
        String url = ONE.replace('+', '-').replace('/', '_').replace("=", "");

        assertThat(EncryptionKeys.parse("k:" + url).find("k").orElseThrow().getEncoded())
                .isEqualTo(bytes);
    }

    @Test
    void onlyTheIdsAreShown() {
        assertThat(EncryptionKeys.parse("k2:" + TWO + ",k1:" + ONE)).hasToString("EncryptionKeys[k2, k1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | Encryption key 1 of 1 has no id",
                "CANARY                    | Encryption key 1 of 1 has no id",
                ":CANARY                   | Encryption key 1 of 1 has no id",
                "CANARY=:x                 | Encryption key 1 of 1 has no id",
                "k1:" + TWO + ",           | Encryption key 2 of 2 has no id",
                "k1:CANARY!                | Encryption key 1 of 1 ('k1') is not Base64",
                "k1:CANARYCANARY= | Encryption key 1 of 1 ('k1') is not Base64",
                "k1:CANARYCANARY           | Encryption key 1 of 1 ('k1') has 9 bytes instead of 32",
                "k1:                       | Encryption key 1 of 1 ('k1') has 0 bytes instead of 32",
                "k1:" + TWO + ",k1:" + ONE + " | The encryption key id 'k1' is there twice",
            })
    void aMalformedTextIsExplainedWithoutShowingAKey(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptionKeys.parse(text))
                .withMessageStartingWith(message)
                .withMessageContaining("openssl rand -base64 32")
                .withNoCause()
                .satisfies(
                        e -> assertThat(e.getMessage()).doesNotContain("CANARY").doesNotContain(TWO));
    }
}

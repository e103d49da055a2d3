package io.github.oidctoken.camel;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;

/** A key and its self-signed certificate for one DNS name and 127.0.0.1, valid from 2020 to 2049, written by the rules of RFC 5280 section 4.1. */
public final class TestCertificate {

    public static final String PASSWORD = "changeit";

    private static final byte[] SHA256_WITH_ECDSA = sequence(der(0x06, hex("2A8648CE3D040302")));
    private static final byte[] COMMON_NAME = der(0x06, hex("550403"));
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = der(0x06, hex("551D11"));

    private final KeyPair keys;
    private final Certificate certificate;

    private TestCertificate(KeyPair keys, Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    public static TestCertificate forHost(String host) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        byte[] toBeSigned = toBeSigned(host, keys.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(toBeSigned);
        byte[] encoded = sequence(toBeSigned, SHA256_WITH_ECDSA, bits(signature.sign()));
        Certificate certificate =
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        return new TestCertificate(keys, certificate);
    }

    /** A PKCS #12 file with key and certificate, for a server. */
    public Path keyStore(Path folder) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", keys.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate});
        return written(store, folder.resolve("server.p12"));
    }

    /** A PKCS #12 file with the certificate alone, for a client. */
    public Path trustStore(Path folder) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", certificate);
        return written(store, folder.resolve("trust.p12"));
    }

    private static Path written(KeyStore store, Path file) throws GeneralSecurityException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private static byte[] toBeSigned(String host, byte[] publicKey) {
        byte[] name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0C, ascii(host)))));
        byte[] alternatives = sequence(der(0x82, ascii(host)), der(0x87, new byte[] {127, 0, 0, 1}));
        return sequence(
                der(0xA0, der(0x02, new byte[] {2})),
                der(0x02, BigInteger.valueOf(System.nanoTime()).toByteArray()),
                SHA256_WITH_ECDSA,
                name,
                sequence(der(0x17, ascii("200101000000Z")), der(0x17, ascii("491231235959Z"))),
                name,
                publicKey,
                der(0xA3, sequence(sequence(SUBJECT_ALTERNATIVE_NAME, der(0x04, alternatives)))));
    }

    private static byte[] sequence(byte[]... parts) {
        return der(0x30, parts);
    }

    private static byte[] bits(byte[] content) {
        return der(0x03, new byte[] {0}, content);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.write(tag);
        int length = content.size();
        if (length > 255) {
            encoded.write(0x82);
            encoded.write(length >> 8);
        } else if (length > 127) {
            encoded.write(0x81);
        }
        encoded.write(length & 0xFF);
        encoded.writeBytes(content.toByteArray());
        return encoded.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}

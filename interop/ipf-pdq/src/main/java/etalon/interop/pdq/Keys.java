package etalon.interop.pdq;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** The TLS of one side: a PKCS#12 file as identity, a PEM authority as trust. */
final class Keys {

    private Keys() {}

    /** Reads p12=, password= and ca= of the settings. */
    static SSLContextParameters tls(Settings s) throws Exception {
        var store = new KeyStoreParameters();
        store.setType("PKCS12");
        store.setResource("file:" + s.need("p12"));
        store.setPassword(s.need("password"));
        var own = new KeyManagersParameters();
        own.setKeyStore(store);
        own.setKeyPassword(s.need("password"));

        var trust = new TrustManagersParameters();
        trust.setTrustManager(trusting(Path.of(s.need("ca"))).getTrustManagers()[0]);

        var tls = new SSLContextParameters();
        tls.setKeyManagers(own);
        tls.setTrustManagers(trust);
        return tls;
    }

    private static TrustManagerFactory trusting(Path pem) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(pem)) {
            for (var c : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + store.size(), c);
            }
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}

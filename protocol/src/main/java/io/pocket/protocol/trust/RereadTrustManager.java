package io.pocket.protocol.trust;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Checks a server by the authorities of the moment; a refusal names them. Names of hosts are checked by the platform, as it
 * is asked to for https. Any thread.
 */
final class RereadTrustManager extends X509ExtendedTrustManager {
    private final ControllerCa ca;

    RereadTrustManager(ControllerCa ca) {
        this.ca = ca;
    }

    /** One of the platform's checks. */
    private interface Check {
        void by(X509ExtendedTrustManager platform) throws CertificateException;
    }

    private void check(Check check) throws CertificateException {
        try {
            check.by(ca.current().checks());
        } catch (CertificateException e) {
            throw new CertificateException(e.getMessage() + " (" + ca.trusted() + ")", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
            throws CertificateException {
        check(platform -> platform.checkServerTrusted(chain, keyExchange, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
            throws CertificateException {
        check(platform -> platform.checkServerTrusted(chain, keyExchange, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
        check(platform -> platform.checkServerTrusted(chain, keyExchange));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return ca.current().checks().getAcceptedIssuers();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
            throws CertificateException {
        throw noServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
            throws CertificateException {
        throw noServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
        throw noServer();
    }

    private static CertificateException noServer() {
        return new CertificateException("this trust is in a controller, not in clients");
    }
}

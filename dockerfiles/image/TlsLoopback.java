import java.io.InputStream;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Fails unless the run-time that runs it can do TLS 1.3 with keys on elliptic curves, and knows public certificate authorities:
 * {@code TlsLoopback KEYSTORE PASSWORD}, a PKCS 12 file with a key and certificate for localhost.
 */
final class TlsLoopback {

    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(20).toMillis();
    private static final int SENT = 42;

    private TlsLoopback() {}

    public static void main(String[] arguments) throws Exception {
        char[] password = arguments[1].toCharArray();
        KeyStore store = KeyStore.getInstance(Path.of(arguments[0]).toFile(), password);
        SSLContext context = context(store, password);
        try (SSLServerSocket server =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
            server.setSoTimeout(PATIENCE_MILLIS);
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server));
            String session = greet(context, server.getLocalPort());
            served.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            System.out.println(session + ", " + authorities() + " public authorities");
        }
    }

    private static SSLContext context(KeyStore store, char[] password) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static void serve(SSLServerSocket server) {
        try (SSLSocket peer = (SSLSocket) server.accept()) {
            peer.setSoTimeout(PATIENCE_MILLIS);
            peer.getOutputStream().write(SENT);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String greet(SSLContext context, int port) throws Exception {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            InputStream in = socket.getInputStream();
            if (in.read() != SENT) {
                throw new IllegalStateException("what came over TLS is not what was sent");
            }
            return socket.getSession().getProtocol() + " " + socket.getSession().getCipherSuite();
        }
    }

    private static int authorities() throws Exception {
        TrustManagerFactory known = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        known.init((KeyStore) null);
        int count = ((javax.net.ssl.X509TrustManager) known.getTrustManagers()[0]).getAcceptedIssuers().length;
        if (count == 0) {
            throw new IllegalStateException("the run-time knows no certificate authority");
        }
        return count;
    }
}

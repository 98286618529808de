package etalon.interop.pdq;

import static org.openehealth.ipf.platform.camel.ihe.hl7v3.PixPdqV3CamelValidators.*;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.cxf.BusFactory;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.openehealth.ipf.commons.ihe.hl7v3.storage.Hl7v3ContinuationStorage;

/**
 * A patient demographics supplier of IPF's components, on loopback.
 *
 * <pre>port=9443 patients=FILE p12=FILE password=… ca=FILE</pre>
 */
public final class PdqServer {

    private PdqServer() {}

    /** What IPF keeps of searches that are not told to their end. */
    private static final class Kept implements Hl7v3ContinuationStorage {
        private final Map<String, String> messages = new ConcurrentHashMap<>();
        private final Map<String, Integer> last = new ConcurrentHashMap<>();
        private final Map<String, Integer> quantities = new ConcurrentHashMap<>();

        @Override
        public void storeMessage(String key, String message) {
            messages.put(key, message);
        }

        @Override
        public String getMessage(String key) {
            return messages.get(key);
        }

        @Override
        public void storeLastResultNumber(String key, int number) {
            last.put(key, number);
        }

        @Override
        public int getLastResultNumber(String key) {
            return last.getOrDefault(key, -1);
        }

        @Override
        public void storeContinuationQuantity(String key, int quantity) {
            quantities.put(key, quantity);
        }

        @Override
        public int getContinuationQuantity(String key) {
            return quantities.getOrDefault(key, -1);
        }

        @Override
        public boolean remove(String key) {
            last.remove(key);
            quantities.remove(key);
            return messages.remove(key) != null;
        }
    }

    public static void main(String[] args) throws Exception {
        var settings = Settings.of(args);
        var people = new People(Path.of(settings.need("patients")));
        var camel = new DefaultCamelContext();
        camel.disableJMX();
        camel.getRegistry().bind("kept", new Kept());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("pdqv3-iti47:iti47?audit=false&supportContinuation=true&continuationStorage=#kept")
                        .process(x -> x.getMessage().setBody(people.answer(x.getIn().getMandatoryBody(String.class))))
                        .process(iti47ResponseValidator());
            }
        });
        var server = new Server();
        var connector = secured(server, settings, camel);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        connector.setPort(Integer.parseInt(settings.need("port")));
        server.addConnector(connector);
        var servlet = new CXFNonSpringServlet();
        servlet.setBus(BusFactory.getDefaultBus());
        var context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(servlet), "/*");
        server.setHandler(context);
        server.start();
        camel.start();
        System.out.println("https://" + connector.getHost() + ":" + connector.getLocalPort());
    }

    private static ServerConnector secured(Server server, Settings settings, CamelContext camel) throws Exception {
        var tls = new SslContextFactory.Server();
        tls.setSslContext(Keys.tls(settings).createSSLContext(camel));
        tls.setNeedClientAuth(true);
        var http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false)); // an address has no SNI
        return new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
    }
}

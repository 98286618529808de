package etalon.interop;

import static org.openehealth.ipf.platform.camel.ihe.xds.XdsCamelValidators.*;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
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
import org.openehealth.ipf.commons.ihe.xds.core.metadata.ObjectReference;
import org.openehealth.ipf.commons.ihe.xds.core.requests.ProvideAndRegisterDocumentSet;
import org.openehealth.ipf.commons.ihe.xds.core.requests.QueryRegistry;
import org.openehealth.ipf.commons.ihe.xds.core.requests.RegisterDocumentSet;
import org.openehealth.ipf.commons.ihe.xds.core.requests.RemoveMetadata;
import org.openehealth.ipf.commons.ihe.xds.core.requests.RetrieveDocumentSet;
import org.openehealth.ipf.commons.ihe.xds.core.responses.Response;
import org.openehealth.ipf.commons.ihe.xds.core.responses.Status;

/**
 * A registry and a repository of IPF's components, in memory, on loopback. IPF
 * gives each transaction an address of its own: /iti18, /iti41, …
 *
 * <pre>port=9443 repositoryId=OID [registry=host:port/path] [patients=ID,ID] [codes=FILE] [p12=FILE password=… ca=FILE]</pre>
 *
 * port=0 takes a free one; the base address is the first line written. Without
 * p12 it speaks plain HTTP. Without patients it knows everybody; codes is a
 * file of one code^^scheme or MIME type a line, without it any will do. With registry
 * the repository registers there; the client certificate is then p12 too.
 */
public final class XdsServer {

    private XdsServer() {}

    public static void main(String[] args) throws Exception {
        var settings = Settings.of(args);
        var known = settings.get("patients", "");
        var codes = settings.get("codes", "");
        var store = new Store(known.isEmpty() ? Set.of() : Set.of(known.split(",")),
                codes.isEmpty() ? Set.of() : new HashSet<>(Files.readAllLines(Path.of(codes))));
        var secure = !settings.get("p12", "").isEmpty();
        var camel = new DefaultCamelContext();
        camel.disableJMX();
        if (secure) {
            camel.getRegistry().bind("tls", Keys.tls(settings));
        }
        var repository = new Repository(settings.need("repositoryId"), registry(settings, store, camel));
        camel.addRoutes(routes(store, repository));

        var server = new Server();
        var connector = secure ? secured(server, settings, camel) : new ServerConnector(server);
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
        System.out.println((secure ? "https" : "http") + "://" + connector.getHost() + ":" + connector.getLocalPort());
    }

    /** The registry in this process or, when registry= says one, that one by ITI-42. */
    private static Repository.Registry registry(Settings settings, Store store, CamelContext camel) {
        var other = settings.get("registry", "");
        if (other.isEmpty()) {
            return lot -> {
                store.register(lot);
                return new Response(Status.SUCCESS);
            };
        }
        var address = "xds-iti42://" + other + "?audit=false" + (settings.get("p12", "").isEmpty() ? "" : "&sslContextParameters=#tls");
        var template = camel.createProducerTemplate();
        return lot -> template.requestBody(address, lot, Response.class);
    }

    private static RouteBuilder routes(Store store, Repository repository) {
        var queries = new Queries(store);
        var update = new Update(store);
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                serve("iti18", iti18RequestValidator(), iti18ResponseValidator(), QueryRegistry.class, queries::answer);
                serve("iti41", iti41RequestValidator(), iti41ResponseValidator(), ProvideAndRegisterDocumentSet.class, repository::provide);
                serve("iti42", iti42RequestValidator(), iti42ResponseValidator(), RegisterDocumentSet.class, lot -> {
                    store.register(lot);
                    return new Response(Status.SUCCESS);
                });
                serve("iti43", iti43RequestValidator(), iti43ResponseValidator(), RetrieveDocumentSet.class, repository::retrieve);
                serve("iti57", iti57RequestValidator(), iti57ResponseValidator(), RegisterDocumentSet.class, lot -> {
                    update.update(lot);
                    return new Response(Status.SUCCESS);
                });
                serve("iti62", iti62RequestValidator(), iti62ResponseValidator(), RemoveMetadata.class, request -> {
                    store.remove(request.getReferences().stream().map(ObjectReference::getId).collect(Collectors.toSet()));
                    return new Response(Status.SUCCESS);
                });
            }

            private <T> void serve(String name, Processor request, Processor response, Class<T> type, Work<T> work) {
                from("xds-" + name + ":" + name + "?audit=false")
                        .process(request)
                        .process(x -> x.getMessage().setBody(work.on(x.getIn().getMandatoryBody(type))))
                        .process(response);
            }
        };
    }

    private interface Work<T> {
        Object on(T request) throws Exception;
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

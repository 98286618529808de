package etalon.interop.pdq;

import static org.openehealth.ipf.platform.camel.ihe.hl7v3.PixPdqV3CamelValidators.*;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.cxf.binding.soap.SoapFault;
import org.w3c.dom.Element;

/**
 * IPF as a patient demographics consumer, driven over HTTP as Étalon's contract
 * says.
 *
 * <pre>port=9000 patients=host:port/path p12=FILE password=… ca=FILE</pre>
 */
public final class PdqClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final ProducerTemplate ipf;

    private PdqClient(ProducerTemplate ipf) {
        this.ipf = ipf;
    }

    public static void main(String[] args) throws Exception {
        var settings = Settings.of(args);
        var camel = new DefaultCamelContext();
        camel.disableJMX();
        camel.getRegistry().bind("tls", Keys.tls(settings));
        var at = "pdqv3-iti47://" + settings.need("patients") + "?audit=false&sslContextParameters=#tls";
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                route("one", at);
                route("all", at + "&supportContinuation=true");
                route("cancel", at + "&supportContinuation=true&autoCancel=true");
            }

            private void route(String name, String to) {
                from("direct:" + name).process(iti47RequestValidator()).to(to).process(iti47ResponseValidator());
            }
        });
        camel.start();
        new PdqClient(camel.createProducerTemplate()).serve(Integer.parseInt(settings.need("port")));
    }

    private void serve(int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        server.createContext("/health", x -> answer(x, 204, null));
        server.createContext("/reset", x -> answer(x, 204, null));
        server.createContext("/actions/", x -> {
            var name = x.getRequestURI().getPath().substring("/actions/".length());
            var action = JSON.readTree(x.getRequestBody());
            answer(x, 200, name.equals("find-patient") ? find(action) : Reaction.UNSUPPORTED);
        });
        server.setExecutor(Executors.newSingleThreadExecutor());
        server.start();
        System.out.println("http:/" + server.getAddress());
    }

    private Reaction find(JsonNode action) {
        try {
            var route = Map.of("continue", "all", "cancel", "cancel").getOrDefault(action.path("params").path("more").asText(), "one");
            var answer = Messages.parse(ipf.requestBody("direct:" + route, Messages.search(action), String.class)).getDocumentElement();
            var code = Messages.first(answer, "queryResponseCode", "code");
            if (!code.equals("OK") && !code.equals("NF")) {
                var details = answer.getElementsByTagNameNS(Messages.V3, "acknowledgementDetail");
                var detail = details.getLength() == 0 ? code : Messages.first((Element) details.item(0), "code", "code");
                return Reaction.error(detail, "le fournisseur a refusé la recherche : " + detail);
            }
            var found = answer.getElementsByTagNameNS(Messages.V3, "registrationEvent").getLength();
            return Reaction.done(found + " patient(s)", Map.of("count", String.valueOf(found)));
        } catch (CamelExecutionException e) {
            return trouble(e.getCause() == null ? e : e.getCause());
        } catch (Exception e) {
            return trouble(e);
        }
    }

    private static Reaction trouble(Throwable e) {
        for (var t = e; t != null; t = t.getCause()) {
            if (t instanceof SOAPFaultException x) {
                var subcodes = x.getFault().getFaultSubcodes();
                var code = subcodes.hasNext() ? subcodes.next() : x.getFault().getFaultCodeAsQName();
                return Reaction.error(code.getLocalPart(), code.getLocalPart() + " : " + x.getMessage());
            }
            if (t instanceof SoapFault x) {
                var code = x.getSubCode() != null ? x.getSubCode() : x.getFaultCode();
                return Reaction.error(code.getLocalPart(), code.getLocalPart() + " : " + x.getMessage());
            }
        }
        return Reaction.error(e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
    }

    private static void answer(HttpExchange x, int status, Object body) throws IOException {
        try (x) {
            if (body == null) {
                x.sendResponseHeaders(status, -1);
                return;
            }
            var bytes = JSON.writeValueAsBytes(body);
            x.getResponseHeaders().set("Content-Type", "application/json");
            x.sendResponseHeaders(status, bytes.length);
            x.getResponseBody().write(bytes);
        }
    }
}

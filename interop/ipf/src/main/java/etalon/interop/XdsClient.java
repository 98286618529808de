package etalon.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * IPF as a document source, consumer and administrator, driven over HTTP as
 * Étalon's contract says.
 *
 * <pre>port=9000 registry=host:port/path repository=… [repositoryId=OID] p12=FILE password=… ca=FILE</pre>
 *
 * iti18=host:port/path and its like go before registry= and repository=.
 * port=0 takes a free one; the address is the first line written. Without p12
 * the exchanges are plain HTTP.
 */
public final class XdsClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final Actions actions;

    private XdsClient(Actions actions) {
        this.actions = actions;
    }

    public static void main(String[] args) throws Exception {
        var settings = Settings.of(args);
        var camel = new DefaultCamelContext();
        camel.disableJMX();
        var options = "";
        if (!settings.get("p12", "").isEmpty()) {
            camel.getRegistry().bind("tls", Keys.tls(settings));
            options = "&sslContextParameters=#tls";
        }
        camel.addRoutes(new Routes((transaction, actor) -> settings.get(transaction, settings.get(actor, "")), options));
        camel.start();
        var actions = new Actions(camel.createProducerTemplate(), settings.values().get("repositoryId"));
        new XdsClient(actions).serve(Integer.parseInt(settings.need("port")));
    }

    /** Answers until the process is ended; one action at a time, as the contract has it. */
    private void serve(int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        server.createContext("/health", x -> answer(x, 204, null));
        server.createContext("/reset", x -> answer(x, 204, null)); // nothing is remembered
        server.createContext("/actions/", x -> {
            var name = x.getRequestURI().getPath().substring("/actions/".length());
            JsonNode action;
            try {
                action = JSON.readTree(x.getRequestBody());
            } catch (IOException e) {
                answer(x, 400, Reaction.error("json", e.getMessage()));
                return;
            }
            answer(x, 200, actions.act(name, action));
        });
        server.setExecutor(Executors.newSingleThreadExecutor());
        server.start();
        System.out.println("http:/" + server.getAddress());
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

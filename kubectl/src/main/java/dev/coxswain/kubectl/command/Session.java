package dev.coxswain.kubectl.command;

import dev.coxswain.kubectl.config.ConnectionConfig;
import dev.coxswain.kubectl.discovery.Discovery;
import dev.coxswain.kubectl.rest.RestClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Set;

/// One run of a command: the server, what it serves, the namespace, and where output goes.
///
/// @param namespaceGiven whether the user named the namespace, as opposed to the context
record Session(
    RestClient client,
    Discovery discovery,
    String namespace,
    boolean namespaceGiven,
    PrintWriter out,
    PrintWriter err)
    implements AutoCloseable {

  static Session open(GlobalOptions options, PrintWriter out, PrintWriter err) throws IOException {
    var connection =
        ConnectionConfig.load(
            options.kubeconfig, options.context, options.server, options.token, options.as);
    Set<String> warned = new HashSet<>();
    var client =
        new RestClient(
            connection,
            warning -> {
              if (warned.add(warning)) {
                err.println("Warning: " + warning);
                err.flush();
              }
            });
    String namespace = options.namespace().orElse(connection.namespace());
    return new Session(
        client, new Discovery(client), namespace, options.namespace().isPresent(), out, err);
  }

  void print(String text) {
    out.print(text);
    out.flush();
  }

  void println(String line) {
    out.println(line);
    out.flush();
  }

  void complain(String line) {
    err.println(line);
    err.flush();
  }

  @Override
  public void close() {
    out.flush();
    err.flush();
    client.close();
  }
}

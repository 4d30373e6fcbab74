package dev.coxswain.apiserver.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.PodExecOptions;
import dev.coxswain.api.core.v1.PodPortForwardOptions;
import dev.coxswain.api.core.v1.ServiceProxyOptions;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.http.QueryParameters;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectOptionsTest {
  private static final String POD = "/api/v1/namespaces/a/pods/p/";

  @Test
  void parametersBecomeOptions() {
    assertThat(read(POD + "exec?command=ls&command=-l&stdin=&stdout=true&stderr=0&container=c"))
        .contains(
            PodExecOptions.newBuilder()
                .addCommand("ls")
                .addCommand("-l")
                .setStdin(true)
                .setStdout(true)
                .setContainer("c")
                .build());
    assertThat(read(POD + "portforward?ports=80&ports=81"))
        .contains(PodPortForwardOptions.newBuilder().addPorts(80).addPorts(81).build());
    assertThat(read("/api/v1/namespaces/a/services/s/proxy/x/y?path=z"))
        .contains(ServiceProxyOptions.newBuilder().setPath("x/y").build());
    assertThat(read(POD + "log?container=c")).isEmpty();
  }

  @Test
  void aPortIsANumber() {
    assertThatThrownBy(() -> read(POD + "portforward?ports=http"))
        .isInstanceOf(ApiException.BadRequest.class)
        .hasMessage("strconv.ParseInt: parsing \"http\": invalid syntax");
  }

  private static Optional<Message> read(String target) {
    var call = Calls.call("GET", target);
    var query = QueryParameters.parse(call.query());
    return ConnectOptions.of(RequestPath.of(call, query), query);
  }
}

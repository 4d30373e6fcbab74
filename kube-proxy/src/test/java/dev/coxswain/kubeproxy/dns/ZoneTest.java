package dev.coxswain.kubeproxy.dns;

import static dev.coxswain.kubeproxy.rules.Fixtures.notReady;
import static dev.coxswain.kubeproxy.rules.Fixtures.ready;
import static dev.coxswain.kubeproxy.rules.Fixtures.service;
import static dev.coxswain.kubeproxy.rules.Fixtures.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.kubeproxy.dns.Answer.Data;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ZoneTest {
  private static final Zone ZONE =
      Zone.of(
          "cluster.local",
          List.of(
              service("web", "10.96.0.7", spec -> spec.getPortsBuilder(0).setName("http")),
              service("db", "None", _ -> {}),
              service(
                  "out", "", spec -> spec.setType("ExternalName").setExternalName("example.org.")),
              service(
                  "inner",
                  "",
                  spec ->
                      spec.setType("ExternalName")
                          .setExternalName("web.default.svc.cluster.local"))),
          List.of(
              slice(
                  "db",
                  ready("10.244.0.5", "a").toBuilder().setHostname("db-0").build(),
                  ready("10.244.0.6", "a"),
                  notReady("10.244.0.7", "a"))));

  private static Answer found(Data... records) {
    return new Answer.Found(List.of(records));
  }

  static Stream<Arguments> questions() {
    String web = "web.default.svc.cluster.local";
    String db = "db.default.svc.cluster.local";
    return Stream.of(
        arguments(web, QueryType.A, found(new Data.A(web, "10.96.0.7"))),
        arguments(
            "WEB.default.SVC.cluster.local.", QueryType.A, found(new Data.A(web, "10.96.0.7"))),
        arguments(web, QueryType.OTHER, found()),
        arguments(
            "_http._tcp." + web, QueryType.SRV, found(new Data.Srv("_http._tcp." + web, 80, web))),
        arguments(
            "7.0.96.10.in-addr.arpa",
            QueryType.PTR,
            found(new Data.Ptr("7.0.96.10.in-addr.arpa", web))),
        arguments(
            db, QueryType.A, found(new Data.A(db, "10.244.0.5"), new Data.A(db, "10.244.0.6"))),
        arguments("db-0." + db, QueryType.A, found(new Data.A("db-0." + db, "10.244.0.5"))),
        arguments(
            "10-244-0-6." + db, QueryType.A, found(new Data.A("10-244-0-6." + db, "10.244.0.6"))),
        arguments(
            "out.default.svc.cluster.local",
            QueryType.A,
            found(new Data.Alias("out.default.svc.cluster.local", "example.org"))),
        arguments(
            "out.default.svc.cluster.local",
            QueryType.OTHER,
            found(new Data.Alias("out.default.svc.cluster.local", "example.org"))),
        arguments(
            "inner.default.svc.cluster.local",
            QueryType.A,
            found(
                new Data.Alias("inner.default.svc.cluster.local", web),
                new Data.A(web, "10.96.0.7"))),
        arguments(
            "10-1-2-3.default.pod.cluster.local",
            QueryType.A,
            found(new Data.A("10-1-2-3.default.pod.cluster.local", "10.1.2.3"))),
        arguments(
            "dns-version.cluster.local",
            QueryType.TXT,
            found(new Data.Txt("dns-version.cluster.local", "1.1.0"))),
        arguments("default.svc.cluster.local", QueryType.A, found()),
        arguments("gone.default.svc.cluster.local", QueryType.A, new Answer.NoSuchName()),
        arguments("x.default.pod.cluster.local", QueryType.A, new Answer.NoSuchName()),
        arguments("notcluster.local", QueryType.A, new Answer.NotOurs()),
        arguments("example.org", QueryType.A, new Answer.NotOurs()),
        arguments("9.9.9.9.in-addr.arpa", QueryType.PTR, new Answer.NotOurs()));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("questions")
  void answers(String name, QueryType type, Answer wanted) {
    assertThat(ZONE.answer(name, type)).isEqualTo(wanted);
  }
}

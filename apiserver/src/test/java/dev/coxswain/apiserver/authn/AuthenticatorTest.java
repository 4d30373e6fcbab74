package dev.coxswain.apiserver.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.apimachinery.status.ApiException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private final Authenticator chain =
      Authenticator.firstOf(
          List.of(
              new ClientCertificates(),
              StaticTokens.parse(
                  List.of("# ours", "", "t0ken,jane,42,\"devs,ops\"", "other,joe,7"))),
          true);

  @Test
  void tokensOfTheFile() {
    assertThat(chain.authenticate(showing("Bearer t0ken")))
        .hasValue(
            new UserInfo("jane", "42", List.of("devs", "ops", "system:authenticated"), Map.of()));
    assertThat(chain.authenticate(showing("bearer other")).orElseThrow().groups())
        .containsExactly("system:authenticated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer wrong", "Basic amFuZTpzZWNyZXQ=", "Bearer", "Bearer  "})
  void whatNobodyKnowsIsRefused(String header) {
    assertThatThrownBy(() -> chain.authenticate(showing(header)))
        .isInstanceOf(ApiException.Unauthorized.class)
        .hasMessage("Unauthorized");
  }

  @Test
  void whoShowsNothingIsAnonymousIfThatIsAllowed() {
    var nothing = new Credentials(Optional.empty(), List.of());
    assertThat(chain.authenticate(nothing).orElseThrow())
        .isEqualTo(UserInfo.of("system:anonymous", "system:unauthenticated"));
    assertThatThrownBy(() -> Authenticator.firstOf(List.of(), false).authenticate(nothing))
        .isInstanceOf(ApiException.Unauthorized.class);
  }

  @Test
  void aTokenFileNeedsThreeColumns() {
    assertThatThrownBy(() -> StaticTokens.parse(List.of("token,user")))
        .hasMessage("wants token,user,uid[,\"groups\"], got 2 columns");
  }

  private static Credentials showing(String authorization) {
    return new Credentials(Optional.of(authorization), List.of());
  }
}

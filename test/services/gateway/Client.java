/** A program as it was written for Stargate: logs in, writes, reads, pages and searches. Prints a line with > for each thing done; the client prints more. */
import io.stargate.sdk.ServiceDeployment;
import io.stargate.sdk.core.domain.RowResultPage;
import io.stargate.sdk.http.ServiceHttp;
import io.stargate.sdk.http.auth.TokenProviderHttpAuth;
import io.stargate.sdk.rest.KeyspaceClient;
import io.stargate.sdk.rest.StargateRestApiClient;
import io.stargate.sdk.rest.TableClient;
import io.stargate.sdk.rest.domain.QueryWithKey;
import io.stargate.sdk.rest.domain.SearchTableQuery;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

public class Client {
  public static void main(String[] args) {
    String url = args[0];
    ServiceDeployment<ServiceHttp> deployment = new ServiceDeployment<>();
    deployment.addDatacenterTokenProvider("dc", new TokenProviderHttpAuth("author", args[1], List.of(url)));
    deployment.addDatacenterServices("dc", new ServiceHttp("one", url, url + "/health"));
    StargateRestApiClient client = new StargateRestApiClient(deployment);

    System.out.println("> keyspaces " + client.keyspaceNames().sorted().collect(Collectors.joining(" ")));
    KeyspaceClient keyspace = client.keyspace("gibsey");
    System.out.println("> exists " + keyspace.exist() + " " + client.keyspace("nothing").exist());
    TableClient pages = keyspace.table("pages");
    System.out.println("> table " + pages.exist() + " " + keyspace.table("ledger").exist());
    System.out.println("> key " + pages.find().get().getPrimaryKey().getPartitionKey());

    pages.upsert(Map.of("id", "java", "body", "Written from Java.", "position", 9));
    System.out.println("> one " + pages.key("java").findFirstPage(10).one().get("body"));
    pages.key("java").update(Map.of("title", "Theirs"));
    pages.key("java").replace(Map.of("chapter", "Three"));
    System.out.println("> changed " + one(pages, "java", "title") + " " + one(pages, "java", "chapter"));

    RowResultPage found = pages.search(SearchTableQuery.builder().where("id").isEqualsTo("java").build());
    System.out.println("> found " + found.getResults().size());
    String all = "{\"id\":{\"$exists\":true}}";
    int rows = 0;
    String state = null;
    do {
      SearchTableQuery.SearchTableQueryBuilder query =
          SearchTableQuery.builder().select("id").withPageSize(2).withWhereClauseJson(all);
      if (state != null) query.withPageState(state);
      RowResultPage page = pages.search(query.build());
      rows += page.getResults().size();
      state = page.getPageState().orElse(null);
    } while (state != null);
    System.out.println("> paged " + rows);
    pages.key("java").delete();
    System.out.println("> gone " + pages.key("java").findFirstPage(10).isEmpty());
  }

  private static Object one(TableClient pages, String id, String column) {
    return pages.key(id).findPage(QueryWithKey.builder().build()).one().get(column);
  }
}

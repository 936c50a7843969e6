// SPDX-License-Identifier: EUPL-1.2
// The peer: NetworkSimplex of LEMON on a file of match-solve. Prints the objective; milliseconds of processor on stderr.
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <cstdio>
#include <ctime>
#include <vector>

using lemon::SmartDigraph;

struct edge {
    int from, to, cost;
};

int main(int argc, char **argv)
{
    FILE *in = argc == 2 ? std::fopen(argv[1], "r") : nullptr;
    int cases, posts, unmatched, a, b, c;
    char line[128];
    long edges;

    if (in == nullptr || std::fscanf(in, "p bm %d %d %ld %d\n", &cases, &posts, &edges, &unmatched) != 4)
        return 66;
    std::vector<int> places(posts);
    std::vector<edge> list;
    list.reserve(edges);
    while (std::fgets(line, sizeof line, in) != nullptr)
        if (std::sscanf(line, "e %d %d %d", &a, &b, &c) == 3)
            list.push_back({a - 1, cases + b - 1, c});
        else if (std::sscanf(line, "o %d %d", &a, &b) == 2)
            places[a - 1] = b;
    std::fclose(in);

    SmartDigraph g;
    g.reserveNode(cases + posts + 1);
    g.reserveArc(list.size() + cases + posts);
    for (int k = 0; k <= cases + posts; k++)
        g.addNode();
    SmartDigraph::Node out = g.nodeFromId(cases + posts);
    SmartDigraph::ArcMap<int> room(g), cost(g);
    SmartDigraph::NodeMap<int> supply(g, 0);
    auto add = [&](int from, int to, int most, int price) {
        SmartDigraph::Arc arc = g.addArc(g.nodeFromId(from), g.nodeFromId(to));
        room[arc] = most;
        cost[arc] = price;
    };
    for (const edge &e : list)
        add(e.from, e.to, 1, e.cost);
    for (int j = 0; j < posts; j++)
        add(cases + j, cases + posts, places[j], 0);
    for (int i = 0; i < cases; i++) {
        add(i, cases + posts, 1, unmatched);
        supply[g.nodeFromId(i)] = 1;
    }
    supply[out] = -cases;

    std::clock_t start = std::clock();
    lemon::NetworkSimplex<SmartDigraph, int, int> simplex(g);
    bool best = simplex.upperMap(room).costMap(cost).supplyMap(supply).run() == simplex.OPTIMAL;
    std::fprintf(stderr, "solve %ld\n", (long)((std::clock() - start) * 1000 / CLOCKS_PER_SEC));
    std::printf("objective %lld\n", (long long)simplex.totalCost<long long>());
    return best ? 0 : 1;
}

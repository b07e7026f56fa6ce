import { describeSuite } from "./support/official-suite.js";

describeSuite("draft2020-12", "2020-12", { leastRight: 5500, hasPairs: true });

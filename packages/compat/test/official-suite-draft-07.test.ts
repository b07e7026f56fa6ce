import { describeSuite } from "./support/official-suite.js";

describeSuite("draft7", "draft-07", { leastRight: 3500, hasPairs: true });
